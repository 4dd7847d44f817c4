' 7.5.7, ECMA-55 16.4.4: RESTORE goes back to the first datum
10 READ N
20 RESTORE
30 READ N$
40 PRINT N;"*";N$;"*"
50 DATA 12
60 END
