"""The figures of cases: defined, counted over a period, shown as far as a person may know them, frozen, published."""
