/** Sizes of files, for people. */
export function readableSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const inKilo = bytes / 1024;
  return inKilo < 1024 ? `${Math.round(inKilo)} KB` : `${(inKilo / 1024).toFixed(1)} MB`;
}
