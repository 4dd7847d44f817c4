/** Run-time errors of the language: trappable by TRY and ON ERROR. Numbers are the classic ones where they exist (reference 5.6). */

/** Named error numbers, so that no bare figure stands in the code. */
export const ERR = {
  returnWithoutGosub: 3,
  outOfData: 4,
  badCall: 5,
  overflow: 6,
  outOfMemory: 7,
  index: 9,
  divisionByZero: 11,
  type: 13,
  memory: 14,
  resume: 20,
  fileNotFound: 53,
  noUser: 57,
  timeout: 68,
  permission: 70,
  unknownStatement: 73,
  path: 75,
  nullObject: 91,
  badFilter: 93,
  budget: 402,
  serviceMissing: 404,
  unknownName: 424,
  noField: 438,
  remote: 500,
} as const;

/** Raised by operators, functions and effects; the machine adds the position when it leaves the script. */
export class BasicError extends Error {
  override readonly name = "BasicError";
  readonly number: number;
  /** THROW of an object keeps it here. */
  readonly data: unknown;
  constructor(number: number, message: string, data: unknown = null) {
    super(message);
    this.number = number;
    this.data = data;
  }
}

/** Where and why a script ended: the form that leaves the machine. */
export interface RunError {
  number: number;
  message: string;
  file: string;
  line: number;
  column: number;
  stack: { name: string; file: string; line: number }[];
}
