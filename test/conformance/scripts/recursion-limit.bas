CALL "deep.bas"
TALK "never"
' expect error: 6
' section: 3.3
' covers: L-scripts
