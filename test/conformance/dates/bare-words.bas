' 2.7, H-55: NOW, TODAY, TIME and TIMER need no parentheses
TALK NOW, " ", TODAY, " ", TIME, " ", TIMER
' expect: 2025-06-02 10:30:45 2025-06-02 10:30:45 37845
