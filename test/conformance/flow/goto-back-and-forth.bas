' 3.2: GOTO a label or a line number, also by IF ... THEN n
count = 0
LABEL start_over
count += 1
IF count < 3 THEN GOTO start_over
TALK count
GOTO done
TALK "jumped over"
done:
TALK "end"
' expect: 3
' expect: end
