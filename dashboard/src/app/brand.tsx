/** The name with its post horn. */
export function Brand({ name = 'Posthorn' }: { readonly name?: string }) {
  return (
    <span className="brand">
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true" className="brand-horn">
        <circle cx="14" cy="18" r="7.6" />
        <circle cx="14" cy="18" r="3.4" />
        <path d="M3 10.4h11c6 0 9-1.4 13-5.4v13c-4-4-6-5.6-10-5.6" />
      </svg>
      {name}
    </span>
  );
}
