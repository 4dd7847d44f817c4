' 2.6, 2.1: \ and MOD round their operands first
OPTION CLASSIC
PRINT 7.6 \ 2; 19 MOD 6.7; -7 \ 2; -7 MOD 3
