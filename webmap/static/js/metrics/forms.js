// Points of a result: what they say is told by their form as well as by their colour.

// Corners of each form in a box from −1 to 1; a circle has none.
const CORNERS = {
  square: [[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]],
  triangle: [[0, -1], [0.95, 0.75], [-0.95, 0.75]],
  diamond: [[0, -1.05], [1.05, 0], [0, 1.05], [-1.05, 0]],
};

/** A marker of Leaflet's canvas that is drawn in the form of its option `form`. */
export const FormMarker = L.CircleMarker.extend({
  _updatePath() {
    const { form } = this.options;
    if (!CORNERS[form]) L.CircleMarker.prototype._updatePath.call(this);
    else if (this._renderer._drawing && !this._empty()) {
      trace(this._renderer._ctx, form, this._point.x, this._point.y, this._radius);
      this._renderer._fillStroke(this._renderer._ctx, this);
    }
  },
});

/** A swatch of 12 × 12 for a legend: the form, a plain square where there is none. */
export function paint(context, colour, form) {
  context.fillStyle = context.strokeStyle = colour;
  if (!form) context.fillRect(0, 0, 12, 12);
  else {
    trace(context, form, 6, 6, 5);
    if (form === "ring") context.stroke();
    else context.fill();
  }
}

function trace(context, form, x, y, radius) {
  context.beginPath();
  const corners = CORNERS[form];
  if (corners) for (const [right, down] of corners) context.lineTo(x + right * radius, y + down * radius);
  else context.arc(x, y, radius, 0, 2 * Math.PI);
  context.closePath();
}
