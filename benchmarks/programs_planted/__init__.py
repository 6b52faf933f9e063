"""Known mistakes, planted line by line into right programs that people wrote: see plant_programs.py."""
