import { useState } from 'react';
import { applyTheme, chosenTheme, type Theme } from '../../app/theme.ts';
import { Select } from '../../ui/select.tsx';

const choices: readonly { readonly id: Theme; readonly label: string }[] = [
  { id: 'system', label: 'As your system' },
  { id: 'light', label: 'Light' },
  { id: 'dark', label: 'Dark' },
];

/** This browser keeps the choice. */
export function ThemeChoice() {
  const [theme, setTheme] = useState(chosenTheme);
  const choose = (id: string) => {
    const next = choices.find((choice) => choice.id === id)?.id ?? 'system';
    applyTheme(next);
    setTheme(next);
  };
  return (
    <div className="settings">
      <Select label="Colors" choices={choices} value={theme} onChange={choose} help="Kept by this browser." />
    </div>
  );
}
