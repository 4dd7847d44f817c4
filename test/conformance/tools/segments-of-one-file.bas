' H-38: with several DESCRIPTIONs each opens a tool; started by its file the script is the first only
prefix = "order "
DESCRIPTION "Tells the state of an order"
PARAM id AS INTEGER OPTIONAL
TALK prefix & "state"

DESCRIPTION "Cancels an order"
PARAM id AS INTEGER OPTIONAL
TALK prefix & "cancelled"
' expect: order state
' section: 4.3
' covers: D-24
