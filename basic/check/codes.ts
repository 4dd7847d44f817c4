/**
 * Every finding that the front end of the language can report, as one table. Codes are stable: they are never reused or
 * renumbered. The documentation page of the diagnostics is generated from here.
 */
import type { Severity } from "../diagnostics.ts";

export interface CodeInfo {
  severity: Severity;
  title: string;
  /** What it means and why it is reported, in one or two sentences. */
  explanation: string;
}

export const CODES = {
  BAS101: {
    severity: "error",
    title: "String not closed",
    explanation:
      'A string may span lines, so a missing quote swallows text. The position is where the string opened. A quote inside a string is written "" or \\".',
  },
  BAS102: {
    severity: "error",
    title: "Unknown character",
    explanation: "The character has no meaning in the language outside strings and comments.",
  },
  BAS103: {
    severity: "error",
    title: "Malformed number",
    explanation: "The numeral cannot be read or is beyond the range of a double.",
  },
  BAS104: {
    severity: "error",
    title: "Bracket not closed",
    explanation:
      "A statement goes on over line ends while a bracket is open; it ended, or the next line plainly begins a statement, with this bracket still open.",
  },
  BAS105: {
    severity: "error",
    title: "Bracket without partner",
    explanation: "A closing bracket has no opening one, or closes another kind of bracket than the one that is open.",
  },
  BAS106: {
    severity: "error",
    title: "Block text not closed",
    explanation: "A block text runs until a line that holds nothing but its END.",
  },
  BAS201: {
    severity: "error",
    title: "Statement not understood",
    explanation: "Something else was due at this place, or something follows that cannot stand there.",
  },
  BAS202: {
    severity: "error",
    title: "Unknown statement",
    explanation: "The line begins with a word that is neither a statement nor a procedure of the script.",
  },
  BAS203: {
    severity: "error",
    title: "THEN missing",
    explanation: "The condition of IF and ELSEIF ends with THEN.",
  },
  BAS204: {
    severity: "error",
    title: "Block not closed",
    explanation: "A block statement has no END. The position is where it opened.",
  },
  BAS205: {
    severity: "error",
    title: "End without beginning",
    explanation: "An END, NEXT, ELSE or the like stands where no block of that kind is open.",
  },
  BAS206: {
    severity: "error",
    title: "Wrong end of a block",
    explanation: "The innermost open block is ended by the END of another kind of block.",
  },
  BAS207: {
    severity: "error",
    title: "Operand missing",
    explanation: "A keyword, an operator or a separator is not followed by the value that it needs.",
  },
  BAS208: {
    severity: "error",
    title: "Too many operands",
    explanation: "The keyword takes fewer operands than were given.",
  },
  BAS209: {
    severity: "error",
    title: "Statement of classic BASIC",
    explanation:
      "The phrase belongs to the classic profile. OPTION CLASSIC in the first line, or a program with line numbers, chooses it.",
  },
  BAS210: {
    severity: "error",
    title: "Not allowed here",
    explanation: "The statement or expression is well-formed but cannot stand at this place.",
  },
  BAS211: {
    severity: "error",
    title: "HEAR or CALL inside an expression",
    explanation: "HEAR and CALL yield a value only as the whole right side of an assignment.",
  },
  BAS212: {
    severity: "error",
    title: "Not assignable",
    explanation: "Only a variable, a field or an element can be assigned to.",
  },
  BAS213: {
    severity: "error",
    title: "Malformed WHERE clause",
    explanation: "The left side of each comparison in WHERE is a column; comparisons are joined with AND, OR and NOT.",
  },
  BAS215: {
    severity: "error",
    title: "Malformed TABLE",
    explanation:
      "Each line between TABLE and END TABLE declares one column: its name, its type, and rules such as NOT NULL or DEFAULT.",
  },
  BAS301: {
    severity: "error",
    title: "Unknown function",
    explanation: "No procedure, built-in function, list or script has this name.",
  },
  BAS302: {
    severity: "error",
    title: "Unknown procedure",
    explanation: "CALL names neither a SUB or FUNCTION of the script nor a script of the package.",
  },
  BAS303: {
    severity: "error",
    title: "Wrong number of operands",
    explanation: "A procedure or function is called with fewer or more values than it takes.",
  },
  BAS304: {
    severity: "error",
    title: "EXIT or CONTINUE outside its block",
    explanation: "EXIT FOR needs an open FOR, EXIT SUB an open SUB, CONTINUE a loop, and so on.",
  },
  BAS305: {
    severity: "error",
    title: "Procedure defined twice",
    explanation: "Two SUBs or FUNCTIONs of one script have the same name; case does not tell them apart.",
  },
  BAS306: {
    severity: "error",
    title: "Label defined twice",
    explanation: "A label stands at two places of the same procedure.",
  },
  BAS307: {
    severity: "error",
    title: "Label missing",
    explanation: "GOTO, GOSUB or ON ERROR GOTO names a label that the same procedure does not have.",
  },
  BAS308: {
    severity: "error",
    title: "Assignment to a constant",
    explanation: "A name declared with CONST cannot be changed.",
  },
  BAS309: {
    severity: "error",
    title: "Parameter named twice",
    explanation: "A procedure lists the same parameter name more than once.",
  },
  BAS310: {
    severity: "error",
    title: "Operand cannot be used",
    explanation:
      "A keyword has a fixed operand that it can do nothing with, such as a schedule that is none, or one that must be fixed because it is read when the package loads.",
  },
  BAS401: {
    severity: "warning",
    title: "Hole is not an expression",
    explanation: "The text between ${ and } does not parse as one expression and so stays literal text.",
  },
  BAS402: {
    severity: "warning",
    title: "Adding to an untyped answer",
    explanation:
      "HEAR without a type yields text, so + joins texts. Ask for a number with HEAR x AS INTEGER or AS NUMBER, or use VAL.",
  },
  BAS403: {
    severity: "warning",
    title: "Adding a number to a date",
    explanation: "A number added to a date counts seconds. DATEADD or DAYS(n) says what is meant.",
  },
  BAS404: {
    severity: "warning",
    title: "NEXT names another variable",
    explanation: "NEXT closes the innermost loop whatever name stands behind it.",
  },
  BAS405: {
    severity: "warning",
    title: "Unknown type of answer",
    explanation: "The word after HEAR ... AS is neither a type nor a variable; the answer is taken as TEXT.",
  },
  BAS406: {
    severity: "warning",
    title: "WAIT counts seconds",
    explanation: "WAIT is capped at 300 seconds; a larger number is usually meant as milliseconds.",
  },
  BAS407: {
    severity: "hint",
    title: "Filter built from text",
    explanation:
      "A filter put together with + can only carry a variable inside one value. WHERE takes variables safely.",
  },
  BAS408: {
    severity: "warning",
    title: "WITH without lines",
    explanation: "A WITH block without a line assigns an empty object.",
  },
  BAS409: {
    severity: "warning",
    title: "Unreachable label or statement",
    explanation: "The statement follows EXIT, RETURN, END, STOP, THROW or GOTO in the same block and has no label.",
  },
  BAS410: {
    severity: "hint",
    title: "Unknown knowledge collection",
    explanation: "USE KB names a collection that the package has no folder for under .gbkb.",
  },
  BAS411: {
    severity: "warning",
    title: "Procedure named like a keyword",
    explanation:
      "A line that begins with this word is the keyword, although the script has a procedure of that name. CALL, or parentheses behind the name, run the procedure.",
  },
  BAS501: {
    severity: "error",
    title: "Line number",
    explanation:
      "A line number of a classic program stands twice, is too large, or is missing. Lines out of order are sorted; two lines of one number cannot be.",
  },
  BAS502: {
    severity: "error",
    title: "Blank missing",
    explanation:
      "In a program with line numbers at least one blank stands before and behind each keyword and behind the line number (ECMA-55, section 4).",
  },
  BAS503: {
    severity: "error",
    title: "END missing or misplaced",
    explanation:
      "The last line of a program with line numbers is END, and there is no other END; STOP may stand anywhere.",
  },
  BAS504: {
    severity: "error",
    title: "Name not of the classic form",
    explanation:
      "In a program with line numbers a numeric variable is a letter or a letter and a digit, and a text variable a letter and $. Arrays may have any name.",
  },
  BAS505: {
    severity: "error",
    title: "Number and text mixed",
    explanation:
      "The classic profile converts nothing by itself: a text cannot be assigned to a numeric variable, compared with a number, or passed where a number is due, and the other way round. STR$ and VAL convert.",
  },
  BAS506: {
    severity: "error",
    title: "FOR and NEXT do not fit",
    explanation:
      "A NEXT names the variable of its FOR; loops may not cross, and an inner loop needs a variable of its own.",
  },
  BAS507: {
    severity: "error",
    title: "Array used in two ways",
    explanation:
      "An array is declared once, before its first use, with bounds that are not below its base, and has the same count of subscripts everywhere.",
  },
  BAS508: {
    severity: "error",
    title: "OPTION BASE misplaced",
    explanation: "OPTION BASE stands once, before the first DIM and the first use of an array.",
  },
  BAS509: {
    severity: "error",
    title: "Defined function",
    explanation:
      "A function of DEF has a name of FN and a letter, is defined once and before its first use, and does not use itself. In a program with line numbers it has one numeric parameter at most.",
  },
  BAS510: {
    severity: "error",
    title: "Malformed list",
    explanation:
      "A list of READ, INPUT or DATA has an empty place, or a value of DATA is not written as one: quotes belong around texts with other characters than letters, digits, + - and points.",
  },
  BAS511: {
    severity: "error",
    title: "Not part of Minimal BASIC",
    explanation:
      "The program is checked against ECMA-55 (--ecma or OPTION ECMA), and this is one of the extensions that the classic profile accepts otherwise.",
  },
  BAS512: {
    severity: "error",
    title: "Type not declared",
    explanation: "A variable is declared AS a type that no TYPE ... END TYPE of the program describes.",
  },
  BAS901: {
    severity: "error",
    title: "Script too large",
    explanation: "A script may have 1 MB.",
  },
  BAS902: {
    severity: "error",
    title: "Nested too deeply",
    explanation: "Blocks and brackets may be nested 200 deep.",
  },
  BAS903: {
    severity: "error",
    title: "Too many errors",
    explanation: "Reading stops after 100 errors.",
  },
  BAS904: {
    severity: "error",
    title: "Expression too long",
    explanation: "One expression may chain 500 operators.",
  },
} as const satisfies Record<string, CodeInfo>;

export type DiagnosticCode = keyof typeof CODES;
