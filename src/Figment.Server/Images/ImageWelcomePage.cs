using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Figment.Server;

/// <summary>The first page of a model of images, with some new images.</summary>
internal sealed class ImageWelcomePage(ServedImages model) : WelcomePage(model)
{
    private readonly ServedImages model = model;

    protected override string Loads => "img-src 'self'; ";

    protected override string Style => "img { max-width: 100% }";

    protected override string Makes() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"images of {model.Shape.Width}×{model.Shape.Height}"
                + $"{(model.IsConditional ? $", {model.Facts.ClassNames.Count} classes" : "")}. These are new; reload for others."
        );

    protected override string Body(HttpRequest request, string at) =>
        $"""<p><img src="{at}/images.png?count=32&amp;columns=8" alt="32 images that the model has just made"></p>""";

    protected override IEnumerable<(string Address, string Answer)> Links() =>
        [
            ($"/images.png?count=16{model.ByClass}&seed=7", "a PNG"),
            ($"/images?count=2{model.ByClass}", "JSON with a PNG in base64 and the class of each image"),
            ("/model", "a description of the model"),
        ];
}
