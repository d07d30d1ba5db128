/** Light, dark, or as the system is; kept by this browser. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'posthorn.theme';

const isTheme = (value: unknown): value is Theme => value === 'light' || value === 'dark';

export function chosenTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return isTheme(kept) ? kept : 'system';
  } catch {
    // An iframe whose storage the browser blocks.
    return 'system';
  }
}

/** Applies the choice to the page; without an argument the one that was kept. */
export function applyTheme(theme: Theme = chosenTheme()): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
  try {
    if (theme === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // The choice holds until the page is left.
  }
}
