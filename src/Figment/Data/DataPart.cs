namespace Figment.Data;

/// <summary>The part of a data set: models learn from one part and are judged by the other.</summary>
public enum DataPart
{
    /// <summary>The images to train with.</summary>
    Train,

    /// <summary>Images that no model was trained on.</summary>
    Test,
}
