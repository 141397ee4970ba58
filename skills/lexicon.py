"""Word lists of the suggester: what is passed over, what says little, what needs care. Pure."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOPWORDS = _words(
    """
    a about after all also am an and any are as at be been being both but by can could did
    do does doing each etc few for from further had has have having he her here him his how
    i if in into is it its itself just me more most my no nor not now of off on once one
    only or other our ours out over own per same she should so some such than that the their
    them then there these they this those through to too under until up us very via was we
    were what when where which while who whom why will with within would you your yours
    """
)

# Everyday words that say little about a skill, however rare they are in a small vocabulary.
COMMON = _words(
    """
    able add apply area ask available back best better big board bring build business call
    care case change check children city clear client collect come community company content
    control council customer day develop different easy ensure environment experience family
    find follow food format free full get give go good great group hand handle help high
    home hour idea implement important improve include individual interest issue job join
    keep key kind know knowledge large lead learn level life light like line list local look
    lot maintain make manage many match mean meet member method might missed missing model
    money month much must name need new number office open order organisation part past
    people perform person place plan point possible problem process produce product project
    provide public quality question read record regular report responsible result review
    right role run say school see send service set share show side simple site skill small
    solution something sort staff standard start step strong student support sure system
    take talk task team technique tell test thing think time tool track train try turn
    understand use user value various volunteer want way week well with word work write year
    young
    """
)

LANGUAGES = _words(
    """
    ada apl bash basic c c# c++ cobol css dax erlang excel fortran go golang groovy haskell
    html java javascript js julia kotlin lisp lua matlab octave pascal perl php pl/sql
    powershell prolog python r ruby rust sas scala spss sql stata swift tableau typescript
    vba
    """
)
LANGUAGE_CONTEXT = _words(
    """
    code coder coding compiler dataframe developer developers ggplot language languages
    libraries library markdown notebook notebooks package packages programmer programmers
    programming script scripting scripts shiny studio tidyverse
    """
)
BEFORE_R = _words("in know knows learn learning use using with write writing")

# Product names that are also everyday words: what has to stand near unless they are capitalised.
AMBIGUOUS: dict[str, frozenset[str]] = {
    "excel": _words("csv formula macro microsoft ms pivot powerpoint spreadsheet vba"),
    "access": _words("microsoft ms"),
    "word": _words("microsoft ms"),
    "go": _words("golang"),
    "rust": _words("c++ cargo compiler go python"),
    "spark": _words("apache databricks hadoop kafka pyspark scala"),
    "swift": _words("ios kotlin objective xcode"),
    "scratch": _words("coding"),
    "shiny": _words("dashboard rstudio tidyverse"),
    "flask": _words("django fastapi python"),
    "react": _words("angular css html javascript js redux typescript vue"),
    "prefect": _words("airflow dagster python"),
    "oracle": _words("database plsql sql"),
    "shell": _words("bash linux script unix"),
    "leaflet": _words("geojson javascript mapbox"),
    "plausible": _words("analytics matomo"),
    "snowflake": _words("bigquery dbt redshift sql warehouse"),
    "less": _words("css sass scss"),
    "salt": _words("ansible puppet"),
    "chef": _words("ansible puppet"),
    "canvas": _words("blackboard moodle"),
    "julia": _words("matlab python"),
    "orange": _words("knime"),
    "owl": _words("ontology rdf skos"),
    "teams": _words("microsoft sharepoint"),
}
# Acronyms that read as words when written small: only as the vocabulary writes them.
CASED = _words("bayes bi gee ig ip it mi ml or os pets pia pr rag rap rdm sap sar spc")
BEFORE_EXCEL = _words("advanced an and basic in into of our use using with")

IRREGULAR = {
    "looker": "looker",
    "js": "javascript",
    "javascript": "javascript",
    "analyse": "analys",
    "analysis": "analys",
    "analyses": "analys",
    "analyst": "analys",
    "analysts": "analys",
    "analytics": "analys",
    "analytic": "analys",
    "analytical": "analys",
    "analysing": "analys",
    "analysed": "analys",
    "data": "data",
    "datum": "data",
    "maths": "mathemat",
    "stats": "statist",
    "statistician": "statist",
    "children": "child",
    "people": "people",
    "written": "write",
    "wrote": "write",
    "taught": "teach",
    "built": "build",
    "understood": "understand",
    "indices": "index",
    "matrices": "matrix",
    "criteria": "criterion",
    "series": "series",
    "news": "news",
    "sas": "sas",
    "aws": "aws",
    "css": "css",
    "gis": "gis",
    "qgis": "qgis",
    "arcgis": "arcgis",
    "ios": "ios",
    "rss": "rss",
    "sms": "sms",
    "spss": "spss",
    "dns": "dns",
    "os": "os",
    "gps": "gps",
    "lims": "lims",
    "pandas": "pandas",
    "kubernetes": "kubernet",
    "mapping": "map",
    "mapped": "map",
    "maps": "map",
}
