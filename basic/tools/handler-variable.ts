/**
 * Hidden variable of a script that holds blocks for events: the function of its program that is to run in place of the script's
 * own statements (`Directive.handler`). No script can spell it.
 */
export const HANDLER_VARIABLE = "(handler)";
