PARAM count AS INTEGER LIKE 5 DESCRIPTION "how many"
PARAM when AS DATE
PARAM flag AS BOOLEAN
PARAM list AS ARRAY
PARAM name AS STRING DEFAULT "nobody"
PARAM missing AS STRING OPTIONAL
DESCRIPTION "A tool"
TALK count + 1
TALK when.year
TALK flag AND "yes"
TALK list[1]
TALK name
TALK missing = ""
' var: count = "41"
' var: when = "2025-03-09"
' var: flag = "true"
' var: list = "[1, 2]"
' expect: 42
' expect: 2025
' expect: yes
' expect: 2
' expect: nobody
' expect: true
' section: 4.3
