amount = 5
TALK "for ${{amount}}"
TALK "cost: $5"
TALK "\${amount}"
TALK 'no ${amount}'
TALK "{amount}"
TALK "$${amount}"
' expect: for ${{amount}}
' expect: cost: $5
' expect: ${amount}
' expect: no ${amount}
' expect: {amount}
' expect: ${amount}
' section: 1.5
