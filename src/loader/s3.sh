# In parts as they are made, so neither memory nor disk has to hold the file. Put your bucket in.
{command}{compress} --output - | aws s3 cp - {source}
