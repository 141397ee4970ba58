"""A placement round: its files, its runs, its steps, who controls it and its report."""
