' 7.5.7, ECMA-55 17.4.4: DATA is no program text: keywords in it are data
' expect print: GOTO 10/REM NO REMARK/END
10 READ A$,B$,C$
20 PRINT A$;"/";B$;"/";C$
30 DATA GOTO 10,REM NO REMARK,END
40 END
