"""Workbooks of strangers: read with bounds, into texts as a CSV would hold them; what is wrong is named by cell.

The file is read by a streaming reader of our own rather than by openpyxl, which loses texts (it decodes no escapes and
deletes ``x005F_``), rounds through floats, and needs memory without bound for files that lie about their size.
"""
