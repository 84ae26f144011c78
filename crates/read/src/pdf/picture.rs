//! The picture that a scanned page is, for whoever can recognise characters.

use hayro_interpret::font::GlyphRun;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps,
    InterpreterCache, InterpreterSettings, LumaData, SoftMask, TransformExt, interpret_page,
};
use hayro_syntax::page::Page;

/// The pictures of one page, put together: 8 bits a pixel, 0 black, 255 white, row by row from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagePicture {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `width * height` bytes.
    pub pixels: Vec<u8>,
    /// Resolution in pixels an inch.
    pub resolution: u32,
}

impl PagePicture {
    /// The picture as a file in Portable Graymap format (netpbm `P5`).
    #[must_use]
    pub fn to_pgm(&self) -> Vec<u8> {
        let mut file = format!("P5\n{} {}\n255\n", self.width, self.height).into_bytes();
        file.extend_from_slice(&self.pixels);
        file
    }
}

/// Finest resolution made, in pixels an inch: what character recognition is trained on.
const FINEST: f64 = 300.0;
/// Most pixels of a page, and of one picture on it.
const MOST_PIXELS: usize = 40_000_000;
/// Most pictures unpacked for one page.
const MOST_PICTURES: usize = 400;

/// Puts the pictures of a page together; `None` where it has none, or where they are too large.
pub(super) fn picture_of<'a>(page: &'a Page<'a>) -> Option<PagePicture> {
    let (width, height) = page.render_dimensions();
    let scale = FINEST / 72.0;
    let (columns, rows) = ((f64::from(width) * scale) as usize, (f64::from(height) * scale) as usize);
    if columns == 0 || rows == 0 || columns.saturating_mul(rows) > MOST_PIXELS {
        return None;
    }
    let picture = PagePicture {
        width: columns,
        height: rows,
        pixels: vec![255; columns * rows],
        resolution: FINEST as u32,
    };
    let mut painter = Painter { picture, painted: 0 };
    let cache = InterpreterCache::new();
    let bounds = Rect::new(0.0, 0.0, columns as f64, rows as f64);
    let transform = Affine::scale(scale) * page.initial_transform(true).to_kurbo();
    let mut context = Context::new(transform, bounds, &cache, page.xref(), InterpreterSettings::default());
    interpret_page(page, &mut context, &mut painter);
    (painter.painted > 0).then_some(painter.picture)
}

struct Painter {
    picture: PagePicture,
    painted: usize,
}

impl Painter {
    /// Paints a picture whose pixels `transform` takes to the page; `shade` is the grey of one of them, if any.
    fn paint(&mut self, size: (u32, u32), transform: Affine, shade: impl Fn(usize) -> Option<u8>) {
        if transform.determinant().abs() < 1e-9 {
            return;
        }
        let (columns, rows) = (f64::from(size.0), f64::from(size.1));
        let place = transform.transform_rect_bbox(Rect::new(0.0, 0.0, columns, rows));
        let back = transform.inverse();
        let clamp = |value: f64, end: usize| value.clamp(0.0, end as f64) as usize;
        let (left, right) =
            (clamp(place.x0.floor(), self.picture.width), clamp(place.x1.ceil(), self.picture.width));
        let (top, bottom) =
            (clamp(place.y0.floor(), self.picture.height), clamp(place.y1.ceil(), self.picture.height));
        for y in top..bottom {
            for x in left..right {
                let from = back * Point::new(x as f64 + 0.5, y as f64 + 0.5);
                if from.x < 0.0 || from.y < 0.0 || from.x >= columns || from.y >= rows {
                    continue;
                }
                let at = from.y as usize * size.0 as usize + from.x as usize;
                if let (Some(shade), Some(pixel)) =
                    (shade(at), self.picture.pixels.get_mut(y * self.picture.width + x))
                {
                    *pixel = shade;
                }
            }
        }
        self.painted += 1;
    }
}

impl<'a> Device<'a> for Painter {
    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let pixels = (image.width() as usize).saturating_mul(image.height() as usize);
        if pixels == 0 || pixels > MOST_PIXELS || self.painted >= MOST_PICTURES {
            return;
        }
        match image {
            Image::Raster(raster) => raster.with_rgba(
                |data, _| {
                    let (x, y) = data.scale_factors();
                    let transform = props.transform * Affine::scale_non_uniform(f64::from(x), f64::from(y));
                    let size = (data.width(), data.height());
                    self.paint(size, transform, |at| grey(&data, at));
                },
                None,
            ),
            Image::Stencil(stencil) => stencil.with_stencil(
                |mask: LumaData, _| {
                    let (x, y) = mask.scale_factors;
                    let transform = props.transform * Affine::scale_non_uniform(f64::from(x), f64::from(y));
                    let size = (mask.width, mask.height);
                    self.paint(size, transform, |at| {
                        mask.data.get(at).filter(|cover| **cover > 127).map(|_| 0)
                    });
                },
                None,
            ),
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_clip_rect(&mut self, _: &Rect) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// Brightness of one pixel (the weights of ITU-R BT.601).
fn grey(data: &ImageData, at: usize) -> Option<u8> {
    match data {
        ImageData::Luma(luma) => luma.data.get(at).copied(),
        ImageData::Rgb(rgb) => match rgb.data.get(at * 3..at * 3 + 3)? {
            [red, green, blue] => {
                let sum = u32::from(*red) * 299 + u32::from(*green) * 587 + u32::from(*blue) * 114;
                u8::try_from(sum / 1000).ok()
            }
            _ => None,
        },
    }
}
