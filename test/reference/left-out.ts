/** Programs of the dialect that the reference evaluator does not run, by reason. The list only gets shorter. */
const BY_REASON: Readonly<Record<string, readonly string[]>> = {
  "documents, which the gateway makes": ["data/fill-document"],
  "compared with the classic programs, one of which it calls": ["classic/calls-a-classic-script"],
  "zones, offsets and languages of dates that it does not have yet": [
    "dates/functions-of-parts",
    "dates/names-in-portuguese",
    "dates/offsets-and-zone",
    "dates/summer-time",
    "dates/values-and-tests",
  ],
  "it does not behave so yet": ["errors/cyclic-values", "errors/erl-and-message"],
  "functions and patterns that it does not have yet": [
    "format/file-formats",
    "format/text-patterns",
    "functions/conversions",
    "functions/csv",
    "functions/digests",
    "functions/encodings",
    "functions/excel",
    "functions/guid",
    "functions/hostile-keys",
    "functions/json-bad",
    "functions/mail-checks",
    "functions/random-string",
    "functions/verify-signature",
    "functions/xml",
    "functions/yaml",
  ],
  "types of answers with fields, seals or services": [
    "hear/colour",
    "hear/datetime",
    "hear/language",
    "hear/login-needs-a-service",
    "hear/mobile",
    "hear/password-hash",
    "hear/password-in-structures",
    "hear/password-sealed",
    "hear/qr-code",
  ],
  "it weighs neither memory nor the work of a function": [
    "limits/deep-json",
    "limits/like-is-bounded",
    "limits/list-bombs",
    "limits/list-length",
    "limits/long-numbers",
    "limits/memory-of-lists",
    "limits/memory",
    "limits/pictures",
    "limits/text-bombs",
    "limits/work-is-charged",
  ],
};

/** Path in the corpus to reason. */
export const LEFT_OUT: ReadonlyMap<string, string> = new Map(
  Object.entries(BY_REASON).flatMap(([reason, programs]) =>
    programs.map((program) => [`${program}.bas`, reason] as const),
  ),
);
export const MOST_LEFT_OUT = 43;
