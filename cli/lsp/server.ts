/**
 * The language server: answers an editor about the scripts that it has open, over the Language Server Protocol. This file
 * only ties requests to what answers them; the files beside it each hold one kind of answer.
 */
import { fileURLToPath } from "node:url";
import {
  createConnection,
  type Diagnostic,
  DiagnosticSeverity,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Severity } from "../../basic/index.ts";
import { type Analysis, analyse, rangeOf } from "./analysis.ts";
import { completion } from "./completion.ts";
import { formattingEdits } from "./formatting.ts";
import { hover } from "./hover.ts";
import { calledScript, definition, prepareRename, references, rename } from "./navigation.ts";
import { documentSymbols, foldingRanges } from "./outline.ts";
import { signatureHelp } from "./signature.ts";
import { Workspace } from "./workspace.ts";

/** A person who types is not told of every letter. */
const PAUSE_MS = 150;

const CAPABILITIES: InitializeResult = {
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    hoverProvider: true,
    completionProvider: { triggerCharacters: [".", '"', " "] },
    signatureHelpProvider: { triggerCharacters: ["(", ","] },
    definitionProvider: true,
    referencesProvider: true,
    renameProvider: { prepareProvider: true },
    documentSymbolProvider: true,
    documentFormattingProvider: true,
    foldingRangeProvider: true,
  },
  serverInfo: { name: "basalt" },
};

/** Serves until the client says `exit` or hangs up; the protocol's library then ends the process. */
export function serve(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): void {
  const connection = createConnection(input, output);
  const documents = new TextDocuments(TextDocument);
  const workspace = new Workspace();
  const analyses = new Map<string, { version: number; analysis: Promise<Analysis> }>();
  const timers = new Map<string, NodeJS.Timeout>();

  /** What is known of the text as it is now. */
  const analysisOf = (document: TextDocument): Promise<Analysis> => {
    const known = analyses.get(document.uri);
    if (known?.version === document.version) return known.analysis;
    const analysis = workspace
      .neighbours(document.uri)
      .then((neighbours) => analyse(document.getText(), fileOf(document.uri), neighbours));
    analyses.set(document.uri, { version: document.version, analysis });
    return analysis;
  };

  /** Answers with `empty` where the text is not open. */
  const about = async <T>(uri: string, empty: T, answer: (analysis: Analysis) => T | Promise<T>): Promise<T> => {
    const document = documents.get(uri);
    return document ? answer(await analysisOf(document)) : empty;
  };

  const diagnose = async (uri: string): Promise<void> => {
    timers.delete(uri);
    const document = documents.get(uri);
    if (!document) return;
    const { version } = document;
    const { diagnostics } = await analysisOf(document);
    // A newer version has its own timer.
    if (documents.get(uri)?.version !== version) return;
    await connection.sendDiagnostics({ uri, version, diagnostics: diagnostics.map(shown) });
  };

  connection.onInitialize(() => CAPABILITIES);
  documents.onDidChangeContent(({ document: { uri, version } }) => {
    clearTimeout(timers.get(uri));
    const isNew = !analyses.has(uri) || version <= 1;
    timers.set(
      uri,
      setTimeout(() => void diagnose(uri), isNew ? 0 : PAUSE_MS),
    );
  });
  documents.onDidClose(({ document: { uri } }) => {
    clearTimeout(timers.get(uri));
    timers.delete(uri);
    analyses.delete(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });
  // What another script is called may have changed.
  documents.onDidSave(() => {
    analyses.clear();
    for (const uri of documents.keys()) void diagnose(uri);
  });

  connection.onHover(({ textDocument, position }) => about(textDocument.uri, null, (a) => hover(a, position)));
  connection.onCompletion(({ textDocument: { uri }, position }) =>
    about(uri, [], async (a) => completion(a, position, await workspace.neighbours(uri))),
  );
  connection.onSignatureHelp(({ textDocument, position }) =>
    about(textDocument.uri, null, (a) => signatureHelp(a, position)),
  );
  connection.onDefinition(({ textDocument: { uri }, position }) =>
    about(uri, null, async (a) => {
      const script = calledScript(a, position);
      const target = script === null ? null : await workspace.scriptUri(uri, script);
      if (target !== null) return { uri: target, range: FILE_START };
      const range = definition(a, position);
      return range ? { uri, range } : null;
    }),
  );
  connection.onReferences(({ textDocument: { uri }, position, context }) =>
    about(uri, [], (a) => references(a, position, context.includeDeclaration).map((range) => ({ uri, range }))),
  );
  connection.onPrepareRename(({ textDocument, position }) =>
    about(textDocument.uri, null, (a) => prepareRename(a, position)),
  );
  connection.onRenameRequest(({ textDocument: { uri }, position, newName }) =>
    about(uri, null, (a) => ({ changes: { [uri]: rename(a, position, newName) } })),
  );
  connection.onDocumentSymbol(({ textDocument }) => about(textDocument.uri, [], documentSymbols));
  connection.onFoldingRanges(({ textDocument }) => about(textDocument.uri, [], foldingRanges));
  connection.onDocumentFormatting(({ textDocument }) => about(textDocument.uri, [], formattingEdits));

  documents.listen(connection);
  connection.listen();
}

const FILE_START = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Hint,
};

/** The folder that explains the codes, for editors that can open a page. */
const PAGES = new URL("../../docs/diagnostics/", import.meta.url);

function shown(found: Analysis["diagnostics"][number]): Diagnostic {
  const { severity, code, message, hint } = found;
  return {
    range: rangeOf(found),
    severity: SEVERITIES[severity],
    code,
    codeDescription: { href: new URL(`${code}.md`, PAGES).href },
    source: "basalt",
    message: hint === "" ? message : `${message} (${hint})`,
  };
}

/** The path of a document, for messages and for what the script is called. */
function fileOf(uri: string): string {
  try {
    return uri.startsWith("file:") ? fileURLToPath(uri) : decodeURIComponent(uri.slice(uri.lastIndexOf("/") + 1));
  } catch {
    return uri;
  }
}
