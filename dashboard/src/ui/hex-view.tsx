import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { hexRow, hexRowCount } from '../format/payload.ts';

const ROW_PX = 20;
const WIDTH_CH = 77;

/** Bytes as a hex dump. Only the rows in sight are in the document: 1 MiB has 65,536 of them. */
export function HexView({ payload, label }: { readonly payload: Uint8Array; readonly label: string }) {
  const scroller = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count: hexRowCount(payload.length),
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={scroller} tabIndex={0} aria-label={label} className="hex-view mono">
      <div className="hex-rows" style={{ height: virtualizer.getTotalSize(), width: `${WIDTH_CH}ch` }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <div key={index} className="hex-row" style={{ transform: `translateY(${start}px)` }}>
            {hexRow(payload, index)}
          </div>
        ))}
      </div>
    </section>
  );
}
