using Figment.Evaluation;
using Figment.Evaluation.Images;
using Figment.Evaluation.Sounds;

namespace Figment.Studio.Kinds;

/// <summary>The evaluation of pictures: of samples that are pictures, or of the pictures that represent other samples.</summary>
internal static class SeenPictures
{
    /// <returns>Null if no pictures were evaluated.</returns>
    internal static LiveEvaluation? Of(ISampleEvaluation? evaluation) =>
        evaluation switch
        {
            LiveEvaluation seen => seen,
            LiveSoundEvaluation { Pictures: { } seen } => seen,
            _ => null,
        };
}
