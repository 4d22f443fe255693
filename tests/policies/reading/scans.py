"""Pictures of pages, drawn from words as a scanner would give them."""

import html
import io
from functools import cache

import pypdfium2
import weasyprint
from PIL import Image, ImageFile, ImageFilter

# WeasyPrint changes it for the whole process, and uploads rely on it.
ImageFile.LOAD_TRUNCATED_IMAGES = False

WORDS = """سياسة تنظيم العلاقة مع المستفيدين
جمعية ينابيع الخير
القنوات المتاحة
1. الهاتف المجاني
2. الموقع الإلكتروني
3. مكتب الاستقبال
أدوات الموظفين
1. دليل البرامج
2. نموذج طلب الخدمة
خطوات العمل
1. يسجل موظف الاستقبال الطلب ويعطي المستفيد رقمه.
2. تبت لجنة البرامج في الطلب خلال خمسة أيام عمل من تاريخ تقديمه."""
STYLE = "@page{size:A4;margin:20mm}body{font:15pt 'Noto Naskh Arabic'}p{margin:3pt 0}"


@cache
def pictures(text=WORDS):
    """One for each page; slightly turned and blurred."""
    body = "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines())
    page = f"<html dir=rtl lang=ar><style>{STYLE}</style>{body}"
    document = pypdfium2.PdfDocument(weasyprint.HTML(string=page).write_pdf())
    return [
        sheet.render(scale=200 / 72, grayscale=True)
        .to_pil()
        .rotate(0.4, fillcolor=255, resample=Image.Resampling.BICUBIC)
        .filter(ImageFilter.GaussianBlur(0.4))
        for sheet in document
    ]


def saved(kind, images=None, **options):
    data = io.BytesIO()
    first, *others = [image.copy() for image in images or pictures()]  # saving leaves traces
    many = {"save_all": True, "append_images": others} if kind in {"TIFF", "PDF"} else {}
    first.save(data, kind, **many, **options)
    return data.getvalue()
