/** Recipients counted over a sliding window of time. */
export class SlidingWindow {
  private counted: { at: number; recipients: number }[] = [];
  private first = 0;
  private sum = 0;

  /** Recipients in the `lengthMs` before `now`; what is older is forgotten. */
  count(now: number, lengthMs: number): number {
    for (;;) {
      const oldest = this.counted[this.first];
      if (oldest === undefined || oldest.at > now - lengthMs) break;
      this.sum -= oldest.recipients;
      this.first++;
    }
    if (this.first > 10_000 && this.first * 2 > this.counted.length) {
      this.counted = this.counted.slice(this.first);
      this.first = 0;
    }
    return this.sum;
  }

  add(now: number, recipients: number): void {
    this.counted.push({ at: now, recipients });
    this.sum += recipients;
  }
}
