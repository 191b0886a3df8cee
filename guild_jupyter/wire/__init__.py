"""What crosses to the browser: encoders of plain data, by the schemas beside them."""
