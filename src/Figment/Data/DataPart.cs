namespace Figment.Data;

/// <summary>A part of a data set: models learn from one part and are judged on the other.</summary>
public enum DataPart
{
    /// <summary>The images to train with.</summary>
    Train,

    /// <summary>Images that no model was trained on.</summary>
    Test,
}
