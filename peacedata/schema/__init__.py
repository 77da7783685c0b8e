"""What is derived from the model: Table Schemas, JSON Schemas, the package descriptor and the table of codes."""
