"""Tables: data from CSV and npz files, checked cell by cell, as the numbers that a network reads."""

from .columns import Columns as Columns
from .csv_file import CsvFile as CsvFile
from .npz_file import NpzFile as NpzFile
from .opening import open_table as open_table
from .scaling import Scaling as Scaling
from .table import Table as Table
from .table import Texts as Texts
