// What is wrong with a document, thrown by its reader; crosses the thread's boundary as code and detail.
import type { DocumentFaultCode } from "../../../contracts/gateway.ts";

export class DocumentFault extends Error {
  override readonly name = "DocumentFault";
  readonly code: DocumentFaultCode;

  /** `detail` is public: what is wrong and how to mend it, without quoting the document. */
  constructor(code: DocumentFaultCode, detail: string) {
    super(detail);
    this.code = code;
  }
}
