from wagtail_factories import ImageFactory as WagtailImageFactory

from practices.models import CreditedImage


class ImageFactory(WagtailImageFactory):
    """A picture that says whose it is."""

    class Meta:
        model = CreditedImage

    credit = "Ada"
    alt_text = "A street without cars"
