"""A hundred and twenty invented people: names, stages, and skills by the kind of work they do."""

FIRST = (
    "Aaliyah Aarav Abena Adrian Agnieszka Aidan Aisha Alice Amara Amrit Anwen Asha Ben Bilal Bogdan Bronwen Callum "
    "Chidi Chloe Ciara Colin Dafydd Daisy Deepa Dorota Eilidh Elena Emeka Esme Fahim Fatima Finn Gareth Grace Gurpreet "
    "Hana Harriet Hassan Hettie Ife Imogen Ines Iqra Isaac Jagdeep Jasmine Joanna Kamal Keira Kofi Kwame Lakshmi Leah "
    "Liam Ludo Maeve Marek Mariam Maya Mei Moira Nadia Naomi Nia Niamh Noor Olu Omar Oskar Perpetua Piotr Priya Rafal "
    "Rashida Reuben Rhiannon Rohan Rosa Ruth Sadia Samira Saoirse Shaun Siân Simran Sofia Sunil Tamsin Tariq Teo Theo "
    "Uzma Valentina Victor Wanda Wei Yasmin Yusuf Zainab Zofia"
).split()
LAST = (
    "Adeyemi Ahmed Akhtar Baker Banerjee Bashir Begum Bennett Bhatti Boateng Brown Campbell Chana Chaudhry Chen Clarke "
    "Cooper Cox Dale Davies Dhillon Doyle Edwards Evans Farooq Fernandes Finch Gill Gordon Griffiths Hall Harris Hughes "
    "Hussain Iqbal Jackson James Jarvis Johal Kaur Kelly Khan King Kowalski Lal Lewis Li Lowe Mahmood Malek Marsh Mistry "
    "Morgan Murphy Nguyen Novak O’Brien Okafor Osei Owen Palmer Patel Pearce Phillips Power Price Quinn Rahman Rai Reid "
    "Roberts Rowley Sahota Sandhu Shah Sharma Singh Smith Stone Sutton Taylor Thomas Uddin Vaughan Walker Ward Webb "
    "White Williams Wilson Wójcik Wood Wright Yates Young Zaman"
).split()

#: Kind of work -> (skills held with a usual level, skills wanted next).
CRAFTS: dict[str, tuple[dict[str, int], list[str]]] = {
    "spreadsheets": (
        {"Spreadsheets": 3, "Microsoft Excel": 3, "Data cleaning": 2, "Pivot tables": 3,
         "Report writing": 2},
        ["SQL", "Power BI", "Data visualisation"],
    ),
    "maps": (
        {"Mapping": 3, "QGIS": 3, "Geographic information systems": 3, "Data cleaning": 2,
         "Open data reuse": 2},
        ["Spatial analysis", "Python", "PostGIS"],
    ),
    "statistics": (
        {"Statistics": 3, "R": 3, "Survey analysis": 2, "Regression": 2, "Data visualisation": 2},
        ["Impact evaluation", "Explaining data to non-specialists", "Causal inference"],
    ),
    "code": (
        {"Python": 3, "pandas": 3, "SQL": 2, "Data cleaning": 3, "Git": 2, "API use": 2},
        ["Data pipelines", "Machine learning", "Presenting"],
    ),
    "dashboards": (
        {"Power BI": 3, "Dashboards": 3, "Data visualisation": 3, "SQL": 2, "Spreadsheets": 3},
        ["Data storytelling", "Data modelling", "Python"],
    ),
    "learning": (
        {"Machine learning": 2, "Python": 3, "Statistics": 2, "Predictive modelling": 2,
         "Model evaluation": 2},
        ["Algorithmic fairness", "Explaining data to non-specialists", "Data ethics"],
    ),
    "people": (
        {"User research": 3, "Interviewing": 3, "Thematic analysis": 2, "Survey design": 3,
         "Presenting": 2},
        ["Survey analysis", "Data visualisation", "Statistics"],
    ),
    "governance": (
        {"Data governance": 3, "Personal data protection": 3, "Data quality": 3, "Metadata": 2,
         "Data standards": 2},
        ["Data ethics", "Open data publishing", "Anonymisation"],
    ),
    "open data": (
        {"Open data publishing": 3, "Data standards": 2, "Metadata": 3, "CKAN": 2, "Data quality": 2},
        ["Linked data", "API design", "Data storytelling"],
    ),
    "beginning": (
        {"Spreadsheets": 2, "Data entry": 2, "Communication": 2},
        ["Data cleaning", "Data analysis", "Microsoft Excel", "Mapping"],
    ),
    "engineering": (
        {"Data engineering": 3, "SQL": 3, "Data pipelines": 3, "Python": 3, "PostgreSQL": 2},
        ["Data architecture", "Mentoring", "Cloud computing"],
    ),
}  # fmt: skip

#: Stage -> (share of people, levels added to the usual ones).
STAGES = {
    "student": (46, -1),
    "graduate": (24, 0),
    "analyst": (26, 0),
    "researcher": (10, 1),
    "returner": (8, -1),
    "expert": (6, 1),
}
SUMMARIES = {
    "student": "Second half of a degree, looking for a real question to work on.",
    "graduate": "Finished this summer. Would like to stay in the region.",
    "analyst": "Works with figures all week and has a day a month to give.",
    "researcher": "Studies how services reach people, and who they miss.",
    "returner": "Back after some years of caring. Learns fast, dislikes jargon.",
    "expert": "Twenty years of this. Happy to explain it.",
}
