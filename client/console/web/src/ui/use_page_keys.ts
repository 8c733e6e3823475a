// Keys that work wherever the focus is: only while somebody is at the desk, never behind the lock.
import { useEffect, useRef } from 'preact/hooks';
import { session } from '~/api/session';

export function usePageKeys(press: (event: KeyboardEvent) => void): void {
  const latest = useRef(press);
  latest.current = press;
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      if (session.state.peek() === 'open') latest.current(event);
    };
    addEventListener('keydown', heard);
    return () => removeEventListener('keydown', heard);
  }, []);
}
