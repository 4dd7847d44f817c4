/** Properties are tried with the same values each time, so that a change is judged by what it did; BASALT_SEED tries others. */
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env["BASALT_SEED"] ?? 20_261) });
