import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { applyTheme, chosenTheme, type Theme } from './theme.ts';

const next: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const words: Readonly<Record<Theme, string>> = { system: 'System colors', light: 'Light', dark: 'Dark' };

/** Goes from the system's colors to light, to dark, and back. */
export function ThemeButton() {
  const [theme, setTheme] = useState(chosenTheme);
  const change = () => {
    applyTheme(next[theme]);
    setTheme(next[theme]);
  };
  return (
    <Button kind="quiet" isSmall onPress={change} aria-label={`Colors: ${words[theme]}`}>
      {words[theme]}
    </Button>
  );
}
