namespace Figment.Evaluation;

/// <summary>What judges samples, as far as a reader must know it to repeat a number.</summary>
/// <param name="Name">A short name.</param>
/// <param name="Sha256">Of its weights.</param>
/// <param name="Preprocessing">What happens to a sample before the network sees it.</param>
/// <param name="Dimensions">Features per sample.</param>
/// <param name="Classes">Classes that it tells apart; 0 where it knows none.</param>
public sealed record ExtractorCard(string Name, string Sha256, string Preprocessing, int Dimensions, int Classes);
