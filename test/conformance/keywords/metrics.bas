' H-26: WITH behind RECORD METRIC gives fields; QUERY METRICS
' effect RECORD METRIC: null
' effect QUERY METRICS: [{"count": 3}]
n = 3
RECORD METRIC "orders" WITH count = n, total = n * 2
rows = QUERY METRICS "orders" FOR "7d" BY "1d" OFFSET 1
TALK rows[0].count
' expect: RECORD METRIC {"name":"orders","fields":{"count":3,"total":6}}
' expect: QUERY METRICS {"name":"orders","range":"7d","step":"1d","offset":1}
' expect: 3
