"""What Balagh remembers: the schema, its migrations, and every query. Nothing else knows SQL."""
