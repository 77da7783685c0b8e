"""Analysis-ready tables: what several tables say of an event or a participant, in one row."""
