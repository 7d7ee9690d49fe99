"""A small sound rule file, from which tests make layers and broken files."""

COFFEE = """theme: farm
label: Nông sản
label_en: Farm produce
groups:
  harvest: [thu hoạch, thu được]
indicators:
  coffee:
    unit: mass
    label: Cà phê
    label_en: Coffee
    rules:
      - "@harvest {figure} cà phê"
    examples:
      - "Bà con thu hoạch [12] tấn cà phê"
"""
