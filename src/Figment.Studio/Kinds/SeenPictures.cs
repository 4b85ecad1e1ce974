using Figment.Evaluation;
using Figment.Evaluation.Images;
using Figment.Evaluation.Sounds;

namespace Figment.Studio.Kinds;

/// <summary>What a judge of pictures saw: of samples that are pictures, or of the pictures of others.</summary>
internal static class SeenPictures
{
    /// <returns>Null where no pictures were looked at.</returns>
    internal static LiveEvaluation? Of(ISampleEvaluation? evaluation) =>
        evaluation switch
        {
            LiveEvaluation seen => seen,
            LiveSoundEvaluation { Pictures: { } seen } => seen,
            _ => null,
        };
}
