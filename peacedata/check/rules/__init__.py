"""Rules over typed, linked records: one rule, one file; importing ``all_rules`` finds them all."""
