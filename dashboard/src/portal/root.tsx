/** The receiver's portal: signed in by the portal token in the URL's fragment. */
export function Root() {
  return <main className="page">Portal</main>;
}
