"""The records: Django apps in this order of dependence: base < agencies < accounts."""
