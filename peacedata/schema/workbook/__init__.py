"""The workbook: every table as a sheet, with drop-downs, notes and an example, for contributors and for readers."""
