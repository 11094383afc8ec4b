import type { Rectangle, SlideImage } from "../deck.ts";

/** Maps what a group's children count in to points on the slide. */
export interface Transform {
  readonly scaleX: number;
  readonly scaleY: number;
  readonly shiftX: number;
  readonly shiftY: number;
}

export const EMU_PER_POINT = 12_700;

/** From English metric units, in which Office files count, to points. */
export const FROM_EMU: Transform = {
  scaleX: 1 / EMU_PER_POINT,
  scaleY: 1 / EMU_PER_POINT,
  shiftX: 0,
  shiftY: 0,
};

export function place(box: Rectangle, by: Transform): Rectangle {
  return {
    x: box.x * by.scaleX + by.shiftX,
    y: box.y * by.scaleY + by.shiftY,
    width: Math.abs(box.width * by.scaleX),
    height: Math.abs(box.height * by.scaleY),
  };
}

/** The transform of a group's children: their coordinate space `inner` is shown at `outer`, which `by` places. */
export function groupTransform(outer: Rectangle, inner: Rectangle, by: Transform): Transform {
  const shown = place(outer, by);
  const scaleX = inner.width > 0 ? shown.width / inner.width : by.scaleX;
  const scaleY = inner.height > 0 ? shown.height / inner.height : by.scaleY;
  return { scaleX, scaleY, shiftX: shown.x - inner.x * scaleX, shiftY: shown.y - inner.y * scaleY };
}

/** The upright rectangle around one that is turned clockwise by `degrees` about a point. */
export function turned(box: Rectangle, degrees: number, about: { x: number; y: number }): Rectangle {
  const angle = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const dx = box.x + box.width / 2 - about.x;
  const dy = box.y + box.height / 2 - about.y;
  const width = Math.abs(box.width * cos) + Math.abs(box.height * sin);
  const height = Math.abs(box.width * sin) + Math.abs(box.height * cos);
  return {
    x: about.x + dx * cos - dy * sin - width / 2,
    y: about.y + dx * sin + dy * cos - height / 2,
    width,
    height,
  };
}

export function centreOf(box: Rectangle): { x: number; y: number } {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** The part of a box inside another; at least a hundredth of a point wide and high, at its edge. */
export function clip(box: Rectangle, to: Rectangle): Rectangle {
  const left = clamp(box.x, to.x, to.x + to.width);
  const top = clamp(box.y, to.y, to.y + to.height);
  const right = clamp(box.x + box.width, to.x, to.x + to.width);
  const bottom = clamp(box.y + box.height, to.y, to.y + to.height);
  const width = Math.max(0.01, right - left);
  const height = Math.max(0.01, bottom - top);
  return {
    x: Math.min(left, to.x + Math.max(0, to.width - width)),
    y: Math.min(top, to.y + Math.max(0, to.height - height)),
    width,
    height,
  };
}

/** All of a picture. */
export const WHOLE: Rectangle = { x: 0, y: 0, width: 1, height: 1 };

/** What of a picture is seen, as shares of it, where `frame` shows `source` of it and only `box` of the frame is seen. */
export function shownPart(frame: Rectangle, box: Rectangle, source: Rectangle = WHOLE): Rectangle {
  if (frame.width <= 0 || frame.height <= 0) return source;
  const scaleX = source.width / frame.width;
  const scaleY = source.height / frame.height;
  const shown = {
    x: source.x + (box.x - frame.x) * scaleX,
    y: source.y + (box.y - frame.y) * scaleY,
    width: box.width * scaleX,
    height: box.height * scaleY,
  };
  return clip(shown, WHOLE);
}

/**
 * Where on the slide a part of what an image shows is seen, given as shares of what is shown: its bounds where the image
 * is turned by anything but quarters.
 */
export function placeInImage(image: SlideImage, part: Rectangle): Rectangle {
  const { box, frame, rotation, mirrored } = image;
  if (!frame) return box;
  const x = mirrored?.x ? 1 - part.x - part.width : part.x;
  const y = mirrored?.y ? 1 - part.y - part.height : part.y;
  const upright = {
    x: frame.x + x * frame.width,
    y: frame.y + y * frame.height,
    width: part.width * frame.width,
    height: part.height * frame.height,
  };
  return clip(rotation === 0 ? upright : turned(upright, rotation, centreOf(frame)), box);
}

/** An image that is turned once more, with the group that it is in, about the group's centre. */
export function turnImage(
  image: SlideImage,
  degrees: number,
  about: { x: number; y: number },
  page: Rectangle,
): SlideImage {
  const { box, frame, rotation } = image;
  const moved = frame && turned(frame, degrees, about);
  return {
    ...image,
    box: clip(turned(box, degrees, about), page),
    ...(frame && moved ? { frame: { ...frame, ...cornerOf(frame, centreOf(moved)) } } : {}),
    rotation: (rotation + degrees) % 360,
  };
}

/** The top left corner of a rectangle about a centre. */
export function cornerOf(
  { width, height }: Rectangle,
  centre: { x: number; y: number },
): { x: number; y: number } {
  return { x: centre.x - width / 2, y: centre.y - height / 2 };
}

export function overlaps(one: Rectangle, other: Rectangle): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

/** The smallest box around all; there must be one. */
export function union(boxes: readonly Rectangle[]): Rectangle {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
