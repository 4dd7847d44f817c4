/**
 * The instruction set, ISA 2. Every instruction is four 32-bit integers: opcode, a, b, c. Numbers are append-only: a
 * release stores them for ever. `vm/run.ts` repeats them as literals in its switch, because V8 builds a jump table only
 * for literals; a test compares the two.
 *
 * Operand letters (the verifier works from them):
 *   d destination register · r source register · g register of the script's own frame (a script-wide variable)
 *   k scalar constant · n text constant · x descriptor constant · i immediate integer · f function · - zero
 *   j forward jump · J jump that charges the step budget, so it may go backward
 *   D destination register + 65536 * count of arguments · w first register of that many arguments
 *   e destination register + 65536 * immediate integer above 0
 *   v register + 65536 * cost in steps · b first of three hidden loop registers · s cost in steps
 *   h height: registers below it are live at the jump's target · l first of `count` registers, the count in the operand before it
 * and of the file of plain numbers beside the registers, which has the same numbering:
 *   p destination · q source · u register + 65536 * cost in steps · c first of four hidden loop registers
 *   t number constant · z number constant above 0 · m immediate integer above 0
 */
const TABLE = {
  MOVE: [1, "dr-"],
  LOADK: [2, "dk-"],
  LOADI: [3, "di-"],
  LOADNULL: [4, "d--"],
  LOADG: [5, "dg-"],
  STOREG: [6, "gr-"],
  /** Strict mode: error 424 when the script-wide variable, which no statement sets, is unset. */
  CHECKSET: [7, "rn-"],

  ADD: [10, "drr"],
  SUB: [11, "drr"],
  MUL: [12, "drr"],
  DIV: [13, "drr"],
  IDIV: [14, "drr"],
  MOD: [15, "drr"],
  POW: [16, "drr"],
  ADDI: [17, "dri"],
  SUBI: [18, "dri"],
  MULI: [19, "dri"],
  DIVI: [20, "dri"],
  MODI: [21, "dri"],
  NEG: [22, "dr-"],
  PLUS: [23, "dr-"],
  NOT: [24, "dr-"],
  CAT: [25, "drr"],
  EQ: [26, "drr"],
  NE: [27, "drr"],
  LT: [28, "drr"],
  LE: [29, "drr"],
  LIKE: [30, "drr"],
  IN: [31, "drr"],
  CONTAINS: [32, "drr"],
  STARTS: [33, "drr"],
  ENDS: [34, "drr"],
  XOR: [35, "drr"],
  EQV: [36, "drr"],
  IMP: [37, "drr"],
  ISNULL: [38, "dr-"],
  ISEMPTY: [39, "dr-"],
  ISTRUE: [40, "dr-"],
  ISFALSE: [41, "dr-"],
  /** Joins the text forms of its arguments: an interpolated text. */
  CONCAT: [42, "D-w"],
  /** NULL in register a becomes 0 when register b holds a number: an unset element of a DIM array in a comparison. */
  ZERO: [43, "dr-"],

  JMP: [50, "j--"],
  JBACK: [51, "Jsh"],
  JT: [52, "jr-"],
  JF: [53, "jr-"],
  JNULL: [54, "jr-"],
  JNOTNULL: [55, "jr-"],
  JLT: [56, "jrr"],
  JNLT: [57, "jrr"],
  JLE: [58, "jrr"],
  JNLE: [59, "jrr"],
  JEQ: [60, "jrr"],
  JNE: [61, "jrr"],
  JLTI: [62, "jri"],
  JNLTI: [63, "jri"],
  JLEI: [64, "jri"],
  JNLEI: [65, "jri"],
  JGTI: [66, "jri"],
  JNGTI: [67, "jri"],
  JGEI: [68, "jri"],
  JNGEI: [69, "jri"],
  JEQI: [70, "jri"],
  JNEI: [71, "jri"],
  JEQK: [72, "jrk"],
  JNEK: [73, "jrk"],

  /** b: variable; hidden registers: limit, step, rounds. Jumps out when there is no round at all. */
  FORPREP: [80, "jrb"],
  FORLOOP: [81, "Jvb"],
  /** The same where STEP is absent. */
  FORLOOP1: [82, "Jvb"],
  /** Hidden registers: list, position, rounds. b: 0 all, 1 first n, 2 last n; n in the third hidden register. */
  EACHPREP: [83, "bi-"],
  EACHLOOP: [84, "Jvb"],
  /** Back-edge of a loop whose rounds only its conditions end: counts them in a hidden register. */
  LOOP: [85, "Jvh"],

  CALL: [90, "dfl"],
  RETURN: [91, "r--"],
  /** Ends the script that runs, whatever its procedures are in the middle of. */
  END: [92, "r--"],
  GOSUB: [93, "Jsh"],
  /** Returns to the GOSUB that this frame is in; goes on with the next instruction where there is none. */
  RETSUB: [94, "---"],
  BUILTIN: [95, "Dxw"],
  METHOD: [96, "Dnw"],
  /** CALL "script". Arguments are bound to its PARAMs. */
  SCRIPT: [97, "Dnw"],
  /** The same with the name in the first argument: CALL of a computed name. */
  SCRIPTV: [98, "D-w"],

  /** f(x) where f is no procedure, function or variable of the script: a script of that name, or error 424. */
  CALLNAME: [100, "Dnw"],

  /** Functions of the dialect without a list of arguments (compiler/quick-calls.ts); some of plain numbers, see below. */
  PUSH: [101, "drr"],
  FLEN: [102, "pr-"],
  FASC: [103, "pr-"],
  FCHR: [104, "dq-"],
  /** With the count of characters in the instruction. */
  FMID: [105, "erq"],
  FLEFT: [106, "drq"],
  FRIGHT: [107, "drq"],

  ARRAY: [110, "D-w"],
  /** Appends arguments to the array in the destination register: long literals. */
  APPEND: [111, "D-w"],
  /** x: list of keys, one per argument. */
  OBJECT: [112, "Dxw"],
  /** Sets exactly this key of a fresh object. */
  SETKEY: [113, "rrr"],
  GETF: [114, "drn"],
  /** Register a holds the object; NULL becomes a new object in that register. */
  SETF: [115, "dnr"],
  GETI: [116, "drr"],
  SETI: [117, "drr"],
  /** Element by parentheses: only of lists; else error 424. */
  ELEM: [118, "drr"],
  /** The same, with NULL read as 0: an element of a DIM array that is compared with a number. */
  ELEM0: [119, "drr"],
  SETELEM: [120, "rrr"],
  /** For nested targets: the field of the object in register b as a container, made when NULL. */
  OPENF: [121, "ddn"],
  OPENI: [122, "ddr"],
  /** D: destination, bounds from w. b: what fills it: 0 NULL, 1 empty text, 2 zero. */
  DIM: [123, "Diw"],
  REDIM: [124, "Diw"],
  /** WITH .field on a variable: keeps its object, makes one when it holds none. */
  ENSURE: [125, "d--"],
  /** A WITH block's fresh object, then the same. */
  NEWOBJECT: [126, "d--"],
  /** As OPENF and OPENI, where an element is meant of what they open: register a holds its index, and NULL becomes a list unless that is a text. */
  OPENFE: [127, "ddn"],
  OPENIE: [128, "ddr"],

  THROW: [130, "r--"],
  /** Goes on with the error that the register holds: the end of a FINALLY. */
  RETHROW: [131, "r--"],
  RAISE: [132, "in-"],
  /** ERR, ERL, ERROR: b 0 number, 1 message, 2 line, 3 whether there is one. */
  LASTERROR: [133, "di-"],
  CLEARERROR: [134, "---"],
  /** Hidden registers of ON ERROR: mode, entry of the failed statement, mode to go back to. b: 0 again, 1 next, 2 neither. */
  RESUME: [135, "bi-"],

  EFFECT: [140, "Dxw"],
  HEAR: [141, "Dxw"],
  PARAM: [142, "dx-"],

  /**
   * Where the parts of a text come from (compiler/provenance.ts). Arguments: the text, its n parts, then their n origins:
   * NULL from outside, 0 the script's own, or a list as this instruction makes it.
   */
  TRACE: [150, "D-w"],
  /** A filter text and its origin made into a tree; b: how it is used (compiler/filter-operands.ts). Error 93. */
  FILTER: [151, "Diw"],

  // The classic profile (reference 7.5): exceptions that go on, -1 and 0, arrays with bounds, PRINT, DATA.
  CADD: [160, "drr"],
  CSUB: [161, "drr"],
  CMUL: [162, "drr"],
  CDIV: [163, "drr"],
  CPOW: [164, "drr"],
  CIDIV: [165, "drr"],
  CMOD: [166, "drr"],
  /** TRUE becomes -1, FALSE 0. */
  CTRUTH: [167, "dr-"],
  CNOT: [168, "dr-"],
  CAND: [169, "drr"],
  COR: [170, "drr"],
  CXOR: [171, "drr"],
  CEQV: [172, "drr"],
  CIMP: [173, "drr"],
  /** A whole number, half to even: what a variable of whole numbers takes. */
  CROUND: [174, "dr-"],
  /** A copy of a record. */
  CCOPY: [175, "dr-"],
  /** Registers from w that are NULL become 0, "" or stay, by the letters n, t and - of the text. */
  CDEFAULT: [176, "Dnw"],
  /** An array. Arguments: pairs of bounds, then what fills it; b: 1 keeps what fits of the array in the destination. */
  CDIM: [177, "Diw"],
  /** An element by one subscript; the element of the array in register a. */
  CELEM0: [178, "drr"],
  CSETELEM0: [179, "rrr"],
  /** The same by any count of subscripts; the second sets it to the value in the register of D. */
  CELEM: [180, "Drw"],
  CSETELEM: [181, "Drw"],
  /** FOR with a step that may be 0: it then never ends by itself. */
  CFORPREP: [182, "jrb"],
  CFORLOOP: [183, "Jvb"],
  /** The text of a PRINT list; the last argument is the column, before and after. */
  CLAYOUT: [184, "Dxw"],
  /** The next item of DATA as number or text; the pointer is a variable of the script. */
  CREADN: [185, "dxg"],
  CREADT: [186, "dxg"],
  /** RANDOMIZE: NULL for a sequence that nobody knows. */
  CSEED: [187, "r--"],

  // Plain numbers: what the compiler has proved to be nothing else (compiler/types). Their operands are never tested.
  FMOVE: [200, "pq-"],
  FLOADK: [201, "pt-"],
  FLOADI: [202, "pi-"],
  /** A plain number as a value, and a value as a plain number, converted like an operand of arithmetic. */
  FBOX: [203, "dq-"],
  FNUMBER: [204, "pr-"],
  FADD: [205, "pqq"],
  FSUB: [206, "pqq"],
  FMUL: [207, "pqq"],
  FADDI: [208, "pqi"],
  FSUBI: [209, "pqi"],
  FMULI: [210, "pqi"],
  FMODI: [211, "pqm"],
  FIDIVI: [212, "pqm"],
  FPOWI: [213, "pqm"],
  FADDK: [214, "pqt"],
  FSUBK: [215, "pqt"],
  FMULK: [216, "pqt"],
  FDIVK: [217, "pqz"],
  FMODK: [218, "pqz"],
  FIDIVK: [219, "pqz"],
  FNEG: [220, "pq-"],
  /** Without a known divisor the result may be NULL: a value. */
  FDIV: [221, "dqq"],
  FMOD: [222, "dqq"],
  FIDIV: [223, "dqq"],
  FABS: [228, "pq-"],
  FINT: [229, "pq-"],
  FEQ: [224, "dqq"],
  FNE: [225, "dqq"],
  FLT: [226, "dqq"],
  FLE: [227, "dqq"],

  FJEQ: [230, "jqq"],
  FJNE: [231, "jqq"],
  FJLT: [232, "jqq"],
  FJLE: [233, "jqq"],
  FJEQI: [234, "jqi"],
  FJNEI: [235, "jqi"],
  FJLTI: [236, "jqi"],
  FJLEI: [237, "jqi"],
  FJGTI: [238, "jqi"],
  FJGEI: [239, "jqi"],
  FFORPREP: [240, "jqc"],
  FFORLOOP: [241, "Juc"],
  FFORLOOP1: [242, "Juc"],
  FRETURN: [243, "q--"],
  /** As FFORPREP, where the body sets the variable: every round is counted. */
  FFORPREPV: [251, "jqc"],

  /** Elements whose index is a plain number; in the last two the new element is one as well, or an immediate integer. */
  FGETI: [244, "drq"],
  FSETI: [245, "dqr"],
  FELEM: [246, "drq"],
  FELEM0: [247, "drq"],
  FSETELEM: [248, "rqr"],
  FSETELEMF: [249, "rqq"],
  FSETELEMI: [250, "rqi"],
} as const;

export type Mnemonic = keyof typeof TABLE;

export interface Opcode {
  name: Mnemonic;
  code: number;
  operands: string;
  /** It reads or writes the file of plain numbers. */
  usesNumbers: boolean;
}

export const OPCODES: readonly Opcode[] = Object.entries(TABLE).map(([name, [code, operands]]) => ({
  name: name as Mnemonic,
  code,
  operands,
  usesNumbers: /[pquc]/.test(operands),
}));

/** Number of each instruction. */
export const OP = Object.fromEntries(OPCODES.map((o) => [o.name, o.code])) as Record<Mnemonic, number>;

/** By number; undefined where there is no such instruction. */
export const BY_CODE: readonly (Opcode | undefined)[] = (() => {
  const list: (Opcode | undefined)[] = [];
  for (const o of OPCODES) list[o.code] = o;
  return list;
})();

/** How wide a packed field is: registers, argument counts and costs stay below it. */
export const PACK = 65_536;
