/** Saves a file that the page has made, by the browser's own download. */
export function saveFile(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun when the click returns; Safari needs the address for a moment longer.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
