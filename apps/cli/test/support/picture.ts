import { createCanvas, loadImage } from "@napi-rs/canvas";

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Mean red, green and blue, from 0 to 255, of a rectangle in pixels. */
  mean(x: number, y: number, width: number, height: number): readonly [number, number, number];
}

export async function readPicture(path: string): Promise<Picture> {
  const image = await loadImage(path);
  const context = createCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  return {
    width: image.width,
    height: image.height,
    mean: (x, y, width, height) => {
      const { data } = context.getImageData(x, y, width, height);
      const sum = [0, 0, 0];
      for (let index = 0; index < data.length; index += 4) {
        for (const channel of [0, 1, 2]) sum[channel]! += data[index + channel]!;
      }
      const [red, green, blue] = sum.map((total) => total / (data.length / 4));
      return [red!, green!, blue!];
    },
  };
}
