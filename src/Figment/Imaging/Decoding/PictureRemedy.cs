namespace Figment.Imaging;

/// <summary>Advice for an unsupported file; the word table holds its wording under the same name.</summary>
internal enum PictureRemedy
{
    None,
    Conversion,
    Development,
    Drawing,
    Extraction,
    Download,
    Removal,
    Unpacking,
    Naming,
    Fetching,
}
