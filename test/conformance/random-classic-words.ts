/** What random classic programs are made of: numbers at the edges, texts, data, replies, pictures, declarations. */

export const NUMBERS = ["A", "B", "C", "D1"];
export const TEXTS = ["A$", "B$"];
export const CONSTANTS = [
  ...["0", "1", "2", "3", "7", ".5", "2.5", "-1", "-2.25", "1E308", "1.7E308", "1E-308", "1E200", "-1E200", "1E400"],
  ...["99999999", "99999999.5", "123456789", ".1", ".00000001", "1E-9", "1234.5678", "4294967295", "9007199254740993"],
];
export const LITERALS = [
  ...['""', '"A"', '"two words"', '"  edge "', '"12.5E1 x"', '"É€𝄞"', '"&HFF"', '"quote ""in"""'],
  `"${"0123456789".repeat(3)}"`,
  `"${"abcdefghi ".repeat(9)}"`,
];
export const ITEMS = ["1", "-2.5", '"quoted, text"', "word", "3E2", "1E400", "two words", '"7"', "1E-400", '""', "+.5"];
export const REPLIES = [
  "5",
  "1, 2",
  '"a b", 3',
  "x",
  "",
  "1E400",
  "-.5",
  "3, abc",
  "What?",
  '"ab',
  "7,",
  " 2 , 9 ",
  "1E-400",
];
export const PICTURES = [
  ...["##", "###.##", "+##.#", "##.##-", "$$###.##", "**##", "#,###.##", "##.##^^^^", ".###", "a # b", "_###", "##+"],
  ...["**$#.#", "#.", "#^^^^", "+.##^^^^", "########,", "#.#^^^^^"],
];
export const TEXT_PICTURES = ["!", "&", "\\  \\", "<&>", "\\\\|", "! !"];
/** Kinds of variables, arrays with bounds of their own, records, common names, functions over lines. `#` is a subscript. */
export const KINDS = [
  { declarations: [], numbers: [], texts: [], places: [], statements: [] },
  {
    declarations: ["DEFINT C-D", "DIM W AS INTEGER, X9 AS STRING"],
    numbers: ["W", "M%"],
    texts: ["X9"],
    places: ["W", "M%", "C"],
    statements: ['X9=X9+"x"', "SWAP W, M%"],
  },
  {
    declarations: ["N=3", "DIM R(-1 TO N, 2), S(N)"],
    numbers: ["R(#,1)", "S(#)", "UBOUND(S)", "LBOUND(R)", "R(-1,#)"],
    texts: [],
    places: ["R(#,1)", "S(#)", "N"],
    statements: ["REDIM PRESERVE S(N)", "REDIM S(2 TO 4)", "REDIM PRESERVE S(1 TO 5)", "ERASE R"],
  },
  {
    declarations: [
      ...["TYPE Point", "X AS INTEGER", "Y AS DOUBLE", "Mark AS STRING * 8", "END TYPE"],
      "DIM Here AS Point, There(3) AS Point",
    ],
    numbers: ["Here.X", "There(#).Y", "Here.Y"],
    texts: ["Here.Mark", "There(2).Mark"],
    places: ["Here.X", "There(#).X", "There(#).Y"],
    statements: ["There(#)=Here", "Here=There(#)", "SWAP Here, There(2)", 'Here.Mark="m"', "SWAP Here.Y, A"],
  },
  {
    declarations: ["CONST Limit=12", "DIM SHARED Common(4), Level", "H=Tick+Tick"],
    numbers: ["Limit", "Common(#)", "Level", "Tick"],
    texts: [],
    places: ["Common(#)", "Level"],
    statements: ["PRINT Tick;", "PRINT Sum(Common());Sum(P())"],
  },
  {
    declarations: ["DEF FNC$(X)", 'FNC$="low"', "IF X>A THEN EXIT DEF", 'FNC$="high"', "B=B+1", "END DEF"],
    numbers: ["IIF(A>1, B, 7)"],
    texts: ["FNC$(C)", "FNC$(#)"],
    places: ["B"],
    statements: ["PRINT FNC$(B);", "FOR J=1 TO 2: FOR K=3 TO 1 STEP -1: PRINT J*K;: NEXT K, J", "TALK A$"],
  },
] as const;
export const PROCEDURES = [
  ...["FUNCTION Tick", "STATIC T", "T=T+1", "Level=Level+T", "Tick=T", "END FUNCTION"],
  ...["FUNCTION Sum (L())", "FOR I=LBOUND(L) TO UBOUND(L): S=S+L(I): NEXT", "L(2)=S", "Sum=S", "END FUNCTION"],
];
export const RESUMES = [
  ["RESUME NEXT"],
  ["RESUME NEXT"],
  ["H=H+1: IF H<3 THEN RESUME", "RESUME NEXT"],
  ["H=H+1: IF H>4 THEN STOP", "RESUME {behind}"],
  ["ON ERROR GOTO 0", "RESUME NEXT"],
];
